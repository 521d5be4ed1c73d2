"""The plan's own sheets: measures, indicators, targets."""
