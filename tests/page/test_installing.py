"""The page can be installed, in the judgement of a browser.

Only Chromium can be asked. Firefox installs nothing on a desktop, and has no such question.
"""

from __future__ import annotations

from playwright.sync_api import Playwright

from sitebuild.browsers import launch

NOT_IN_A_TEST = {"in-incognito"}
"""A test's pages are private ones, which are never installed."""


def test_chromium_would_install_the_page(driver: Playwright, site_url: str) -> None:
    with launch(driver, "chromium") as browser:
        page = browser.new_context(service_workers="block").new_page()
        page.goto(site_url)
        session = page.context.new_cdp_session(page)
        found = session.send("Page.getAppManifest")
        errors = session.send("Page.getInstallabilityErrors")["installabilityErrors"]

    assert found["errors"] == []
    assert found["manifest"]["name"] == "SMTP Playground"
    assert found["manifest"]["startUrl"] == found["manifest"]["scope"] == site_url
    assert {error["errorId"] for error in errors} <= NOT_IN_A_TEST
