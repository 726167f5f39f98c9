"""`python -m logdiag`: the command line."""

from logdiag.cli import main

if __name__ == "__main__":
    main()
