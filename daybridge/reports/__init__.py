"""Census, weekly dose and retention: a window that counts what the rooms hold."""
