/** The one script that stands in a site's page: Python's thread starts before anything else, then the shell. */
import "./site-start";
import "./shell";
