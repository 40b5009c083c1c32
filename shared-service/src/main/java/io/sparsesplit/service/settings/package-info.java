/** Settings that both services have, and what is said of a setting that cannot be used. */
@NullMarked
package io.sparsesplit.service.settings;

import org.jspecify.annotations.NullMarked;
