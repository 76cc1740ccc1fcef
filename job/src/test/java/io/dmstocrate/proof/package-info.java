/** A simulator that tries to break the promise. */
package io.dmstocrate.proof;
