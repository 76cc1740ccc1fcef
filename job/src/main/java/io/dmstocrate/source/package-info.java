/**
 * From the stream to changes: the sources, and the function that decodes their records. What can't
 * be read leaves by the side as a dead letter.
 */
package io.dmstocrate.source;
