// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
#include "mnist/options.hpp"

#include <charconv>
#include <limits>
#include <sstream>
#include <system_error>
#include <vector>

namespace mnist {
namespace {

std::string plain(double value) {
  std::ostringstream text;
  text << value;
  return text.str();
}

void add_layers(CLI::App& app, const char* name, std::vector<std::size_t>& to, const char* help) {
  app.add_option(name, to, help)->check(whole_number(0, 1'000))->allow_extra_args(false)->delimiter(',');
}

}  // namespace

CLI::Validator whole_number(std::uint64_t low, std::uint64_t high) {
  const auto check = [low, high](std::string& text) -> std::string {  // CLI11 itself would wrap -1 around
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error == std::errc{} && end == text.data() + text.size() && low <= value && value <= high) return "";
    return text + " is not a whole number from " + std::to_string(low) + " to " + std::to_string(high);
  };
  return {check, "N"};
}

CLI::Validator number_between(double low, double high, bool with_high) {
  const auto check = [=](std::string& text) -> std::string {
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    const bool read = error == std::errc{} && end == text.data() + text.size();
    if (read && low <= value && (value < high || (with_high && value == high))) return "";
    std::string wanted = text + " is not a number from " + plain(low);
    return wanted.append(with_high ? " to " : " to below ").append(plain(high));
  };
  return {check, "X"};
}

void add_network_options(CLI::App& app, settings& chosen, const std::string& names) {
  app.add_option("--activation", chosen.activation, "one of: " + names)->capture_default_str();
  app.add_flag("--per-channel", chosen.per_channel, "each unit learns its activation's parameters, not each layer");
  app.add_option("--hidden", chosen.hidden, "sizes of the hidden layers: 512,256 for two of them")
      ->check(whole_number(1, 65'536))
      ->allow_extra_args(false)
      ->delimiter(',')
      ->capture_default_str();
  app.add_option("--pool", chosen.pool, "the network sees the means of squares of so many pixels a side, 1, 2, 4, …")
      ->check(CLI::IsMember(std::vector<std::size_t>(pool_sides)))
      ->capture_default_str();
  add_layers(app, "--freeze", chosen.freeze, "layers that keep their weights, counted from 0: 0,1");
}

void add_training_options(CLI::App& app, settings& chosen, const std::string& names) {
  const CLI::Validator counted = whole_number(1, 1'000'000);
  const CLI::Validator share = number_between(0, 1, false), positive = number_between(1e-30, 1e30, true);
  add_network_options(app, chosen, names);
  app.add_option("--epochs", chosen.epochs, "visits of every image")->check(counted)->capture_default_str();
  app.add_option("--batch", chosen.batch, "images of a step")->check(counted)->capture_default_str();
  app.add_option("--optimizer", chosen.optimizer, "sgd, momentum, nesterov, adam or adamw")
      ->check(CLI::IsMember({"sgd", "momentum", "nesterov", "adam", "adamw"}))
      ->capture_default_str();
  app.add_option("--lr", chosen.rate,
                 "learning rate; default 0.1 for sgd, 0.02 for momentum and nesterov, 0.001 for adam and adamw")
      ->check(positive);
  app.add_option("--beta2", chosen.beta2, "adam's memory of squared gradients; default 0.999")->check(share);
  app.add_option("--weight-decay", chosen.weight_decay, "adamw's; default 0.01")->check(share);
  app.add_option("--schedule", chosen.schedule, "of the learning rate: constant, step, cosine, linear or one-cycle")
      ->check(CLI::IsMember({"constant", "step", "cosine", "linear", "one-cycle"}))
      ->capture_default_str();
  app.add_option("--warm-up", chosen.warm_up, "share of the training in which cosine, linear and one-cycle rise")
      ->check(share);
  app.add_option("--init", chosen.init, "first weights: auto (He or Glorot) or gain (by the activation's moments)")
      ->check(CLI::IsMember({"auto", "gain"}))
      ->capture_default_str();
  app.add_flag("--standardize", chosen.standardize, "pixels of mean 0 and variance 1 instead of 0 to 1");
  app.add_option("--validation", chosen.validation,
                 "of the training images the last ones judge each epoch; the test set is then left alone")
      ->check(whole_number(0, 1'000'000))
      ->capture_default_str();
  app.add_option("--patience", chosen.patience,
                 "stop early: after so many epochs without a lower validation loss; the best weights are kept")
      ->check(whole_number(0, 1'000'000));
  app.add_option("--min-delta", chosen.min_delta, "how much lower counts as lower for --patience")
      ->check(number_between(0, 1e30, true))
      ->capture_default_str();
  app.add_option("--dropout", chosen.dropout, "share of the hidden units that a step leaves out")
      ->check(share)
      ->capture_default_str();
  app.add_option("--label-smoothing", chosen.label_smoothing, "share of the target that all classes get alike")
      ->check(number_between(0, 1, true))
      ->capture_default_str();
  app.add_option("--shift", chosen.shift, "move each image by up to so many pixels, anew each time")
      ->check(whole_number(0, 27))
      ->capture_default_str();
  app.add_option("--seed", chosen.seed, "first weights and order of the images; one seed, one result")
      ->check(whole_number(0, std::numeric_limits<std::uint64_t>::max()))
      ->capture_default_str();
  app.add_option("--seeds", chosen.seeds, "so many trainings, seed, seed + 1, …: mean and 95 % interval")
      ->check(whole_number(1, 10'000))
      ->capture_default_str();
  app.add_option("--threads", chosen.threads, "share the work; the result is the same for any number of them")
      ->check(whole_number(1, 1'024))
      ->capture_default_str();
  app.add_option("--data", chosen.data, "directory with the four IDX files, plain or .gz; default $MNIST_DIR");
  app.add_option("--preset", chosen.preset,
                 "article: relu, 128 hidden, 10 epochs, batch 32, adam at 0.001. fast: 98 % in the shortest time, "
                 "see docs/performance.md. Other options still count")
      ->check(CLI::IsMember({"article", "fast"}));
  app.add_option("--from", chosen.from, "begin with the weights of this file (.safetensors)");
  add_layers(app, "--reset", chosen.reset, "layers that begin anew, not from the file of --from");
  app.add_option("--checkpoint", chosen.checkpoint, "directory for a checkpoint from which --resume goes on");
  app.add_option("--every", chosen.every, "steps between two checkpoints; default: one after each epoch")
      ->check(whole_number(1, 1'000'000'000));
  app.add_flag("--resume", chosen.resume,
               "go on from the checkpoint to the last bit; its options count, none can differ but --epochs");
  app.add_option("--save", chosen.save, "file for the trained network (.safetensors)");
  app.add_option("--log", chosen.log, "file for a line of JSON after each epoch");
  app.add_option("--csv", chosen.csv, "the same as a table");
  app.add_option("--report", chosen.report, "file for a page that shows the training (.html)");
  app.add_flag("--json", chosen.json, "nothing but one JSON object on standard output");
  app.add_flag("--quiet", chosen.quiet, "no progress");
}

}  // namespace mnist
