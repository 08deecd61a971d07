"""Sessions in documentation: the element as HTML, and the files that bring it to life."""
