/** Programs that print figures; no tests. */
package io.dmstocrate.benchmarks;
