"""`python -m daybridge` is the daybridge command."""

import sys

from daybridge.cli import main

sys.exit(main())
