/** How many records came, and what became of each. */
package io.dmstocrate.accounting;
