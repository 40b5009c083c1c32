/** What sending features is held against: sending the picture, as small as it goes, to a network that is all in the cloud. */
@NullMarked
package io.sparsesplit.trainer.competitors;

import org.jspecify.annotations.NullMarked;
