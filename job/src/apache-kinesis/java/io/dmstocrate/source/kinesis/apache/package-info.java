/** The connector of Apache Flink behind the seam: only in a build that asks for it. */
package io.dmstocrate.source.kinesis.apache;
