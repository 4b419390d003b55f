"""Run a management command of Django (migrate, check, shell …)."""

import argparse


def arguments(parser: argparse.ArgumentParser) -> None:
    """Take everything after `manage` as it is."""
    parser.add_argument("words", nargs=argparse.REMAINDER, help="the command and its arguments, as after manage.py")


def run(options: argparse.Namespace) -> int:
    """Hand the words to Django."""
    from django.core.management import execute_from_command_line

    execute_from_command_line(["bihuan manage", *options.words])
    return 0
