"""`python -m bihuan` is the same program as `bihuan`."""

import sys

from bihuan.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
