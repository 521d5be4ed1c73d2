"""The exchange document of a whole plan: read, compare, load, export, check.

fixtures/README.md describes the format. ``read`` turns bytes into a document or names every
fault; ``compare`` says what loading would change; ``load`` changes it.
"""
