/**
 * Makes the report of one model: a page for people and JSON for programs, made from the model, its test images and its history.
 */
@NullMarked
package io.sparsesplit.trainer.report.model;

import org.jspecify.annotations.NullMarked;
