"""`python -m scicomm_bot` is the same as `scicomm-bot`."""

import sys

from scicomm_bot.cli import main

sys.exit(main())
