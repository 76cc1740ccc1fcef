/** The fat jar on a real cluster: processes of its own, killed and stopped and resumed. */
package io.dmstocrate.cluster;
