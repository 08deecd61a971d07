"""MkDocs: fences of `smtp` come alive, and what they need is copied into the site.

    plugins:
      - smtp-playground

Settings: `url`, where a playground is hosted. Empty (the usual): its files are copied into the
site, and nothing is asked of another host.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from mkdocs.config import config_options
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin

from smtp_playground import fences
from smtp_playground.embedding.files import FOLDER, NoSiteError, copy_files

SUPERFENCES: Final = "pymdownx.superfences"


class Settings(Config):  # type: ignore[no-untyped-call]
    """What may stand under the plugin's name in `mkdocs.yml`."""

    url = config_options.Type(str, default="")


class SmtpPlayground(BasePlugin[Settings]):  # type: ignore[no-untyped-call]
    """The plugin, as `mkdocs.yml` names it: `smtp-playground`."""

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Have superfences know the fence, and every page the script.

        Every page: themes that load pages by themselves add no script that a page brings along.
        """
        if SUPERFENCES not in config.markdown_extensions:
            config.markdown_extensions.append(SUPERFENCES)
        settings = config.mdx_configs.setdefault(SUPERFENCES, {})
        known = settings.setdefault("custom_fences", [])
        if not any(fence.get("name") == "smtp" for fence in known):
            known.append(
                {
                    "name": "smtp",
                    "class": "smtp-session",
                    "format": fences.session,
                    "validator": fences.options,
                }
            )
        address = f"{self.config.url.rstrip('/') or FOLDER}/embed.js"
        script = config_options.ExtraScriptValue(address)
        script.type = "module"
        config.extra_javascript.append(script)
        return config

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Copy what the script asks for."""
        if self.config.url:
            return
        try:
            copy_files(Path(config.site_dir) / FOLDER)
        except (NoSiteError, OSError) as error:
            raise PluginError(f"smtp-playground: {error}") from error
