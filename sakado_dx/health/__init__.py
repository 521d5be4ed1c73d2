"""Whether the portal is alive and ready, for whoever watches over it."""
