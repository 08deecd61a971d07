"""Sessions in documentation, checked like doctests: what is printed is what the server says."""
