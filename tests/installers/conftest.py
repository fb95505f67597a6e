"""The recipes lie beside the packages, not in one."""

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[2]))
