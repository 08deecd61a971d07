"""Lessons: data that says what must be seen in a conversation, and the words around it."""
