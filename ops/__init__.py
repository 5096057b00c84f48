"""Tools to run and work on the platform; none of it is imported by the platform itself."""
