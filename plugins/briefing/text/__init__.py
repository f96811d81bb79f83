"""Strings in, strings out: what every room needs to know about characters, words, sentences, dates and numbers."""
