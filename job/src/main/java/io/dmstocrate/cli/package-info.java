/** The commands of the program; nobody imports this package. */
package io.dmstocrate.cli;
