"""Settings, addresses and the environment: where a Daybridge installation is described."""
