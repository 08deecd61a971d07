/** The first script of the single file: Python's thread starts before anything else, then the shell. */
import "./start";
import "../shell";
