"""Lessons: data that says what must be seen in a conversation, and what to say to who learns from it."""
