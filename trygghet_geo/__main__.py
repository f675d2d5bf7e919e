"""`python -m trygghet_geo`."""

import sys

from trygghet_geo.cli import main

if __name__ == "__main__":
    sys.exit(main())
