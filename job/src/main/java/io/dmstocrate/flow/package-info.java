/**
 * The values that flow between the operators, and lie in their state: what {@code wire} can write
 * and read besides those of {@code dms}.
 */
package io.dmstocrate.flow;
