"""What stops a build."""


class BuildError(Exception):
    """The build cannot go on; its text is the one line a person needs to read."""
