"""`python -m coursewright` is the command `coursewright`."""

from .cli import main

if __name__ == "__main__":
    main()
