/** The documents of this repository, held against its files. */
@NullMarked
package coedit.system.papers;

import org.jspecify.annotations.NullMarked;
