/** Makes the recorded stream of the demo, and what its tables must come to. */
package io.dmstocrate.demo;
