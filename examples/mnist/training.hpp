// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// One training from its settings to its end: with checkpoints, early stopping and an answer to Ctrl-C.
#pragma once

#include <string>
#include <vector>

#include <ogive/nn/dataset.hpp>
#include <ogive/nn/loss.hpp>

#include "mnist/history.hpp"
#include "mnist/judgement.hpp"
#include "mnist/model.hpp"
#include "mnist/settings.hpp"

namespace mnist {

/// What a training has come to. With early stopping the network is that of the best epoch.
struct outcome {
  network net;
  std::vector<epoch_record> history;
  std::size_t best_epoch = 0;  ///< of the validation loss, 0 without early stopping
  bool was_interrupted = false;
  double seconds = 0;
  judgement seen{};  ///< of the images that judge, with its mistakes for a report
};

/// Trains; prints progress unless `quiet`. From the first call on SIGINT and SIGTERM end a training after its step,
/// with a checkpoint if there is a place for it. Errors: `data_error`, `usage_error`, `training_error`.
outcome train(const settings& chosen, const ogive::nn::image_sets& sets, bool quiet);

/// The options of the training whose checkpoint is in the directory, over those of `chosen` that decide no bits. False
/// if there is no checkpoint. Errors: `data_error`.
bool take_over_settings(const std::string& directory, settings& chosen);

std::string checkpoint_file(const std::string& directory);

}  // namespace mnist
