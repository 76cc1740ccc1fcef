/**
 * The definitions of tables and how they change: what control records and rows tell, the statements
 * that follow from it, and the word to everyone when they are done. Beside the road, fed by {@code
 * source}, listened to by {@code resolving} and {@code ordering}.
 */
package io.dmstocrate.schema;
