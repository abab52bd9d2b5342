/**
 * What every document type must keep, as JUnit 5 classes to inherit from: {@link
 * coedit.testkit.DocumentTypeContract} for all types, {@link coedit.testkit.OtAlgebraContract},
 * {@link coedit.testkit.OtCompositionContract} and {@link coedit.testkit.OtConvergenceContract} for
 * operational transformation.
 *
 * <p>A plugin's tests give its type and generators of random operations; the laws and the simulated
 * clients are here. All randomness comes from {@link coedit.testkit.Seeds}. Used by tests only.
 */
@NullMarked
package coedit.testkit;

import org.jspecify.annotations.NullMarked;
