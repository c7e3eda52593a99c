"""Settings, addresses and the environment: what describes an installation."""
