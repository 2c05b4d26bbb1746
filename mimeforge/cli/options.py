"""What commands share about their options."""

from __future__ import annotations

from typing import Final

import click

from mimeforge import preflight
from mimeforge.cli.completion import complete_profiles
from mimeforge.codecs.visible import visible

__all__ = ["PROFILES_HELP", "config_option", "isolated_option", "profile_option"]

_PROFILES: Final = "\n".join(f"  {profile.name:<10}{profile.title}" for profile in preflight.PROFILES)
_OVERLAYS: Final = "\n".join(f"  {name:<10}{title}" for name, title in preflight.OVERLAYS.items())

# For the help of a command that takes --profile.
PROFILES_HELP: Final = f"""
\b
Profiles:
{_PROFILES}

\b
To be laid on top of one, behind a comma:
{_OVERLAYS}
"""


def _profile_name(name: str) -> str:
    """Return the name of a profile, and of what is laid on top of it, as it stands in reports."""
    try:
        return preflight.profile_named(name).name
    except ValueError as error:
        raise click.BadParameter(visible(str(error))) from error


# What a message is judged by: `mimeforge.cli.configuration.Configuration` takes what these give.
profile_option: Final = click.option(
    "--profile",
    type=_profile_name,
    shell_complete=complete_profiles,
    metavar="PROFILE[,OVERLAY…]",
    help="What messages are judged by.  [default: that of the settings, or ses]",
)
config_option: Final = click.option(
    "--config", metavar="FILE", type=click.Path(dir_okay=False), help="The settings, for all files."
)
isolated_option: Final = click.option("--isolated", is_flag=True, help="Search for no settings.")
