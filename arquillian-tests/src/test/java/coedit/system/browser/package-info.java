/**
 * The page in real browsers: what people see while they write in one document. Chromium is driven
 * by Playwright; the server is the shipped one, on PostgreSQL.
 */
@NullMarked
package coedit.system.browser;

import org.jspecify.annotations.NullMarked;
