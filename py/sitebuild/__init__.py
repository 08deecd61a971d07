"""Build time only: one module per thing the build makes. Nothing here is shipped."""
