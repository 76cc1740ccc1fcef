/**
 * The tools for options, and none of the options themselves: property groups, typed values,
 * secrets, and problems that are reported all at once. Each options record lies beside the code it
 * steers.
 */
package io.dmstocrate.config;
