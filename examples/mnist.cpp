// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Trains networks on MNIST with any activation of the catalogue, and does what one does with such networks: `mnist
// train`, eval, predict, summary, sweep, export, inspect; options alone mean train. Exit status: 0 done, 1 failed, 2
// wrong usage, 3 data that cannot be used, 4 diverged, 130 interrupted. The commands are in mnist/.
#include <algorithm>
#include <array>
#include <cstdio>
#include <exception>
#include <map>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include <CLI/CLI.hpp>

#include <ogive/base/error.hpp>
#include <ogive/nn/idx.hpp>
#include <ogive/nn/trainer.hpp>

#include "mnist/commands.hpp"
#include "mnist/model.hpp"

namespace {

using namespace mnist;

int refuse(exit_status status, const std::string& message) {
  std::fprintf(stderr, "mnist: %s\n", message.c_str());
  return status;
}

/// What was meant by an argument that nobody knows.
std::string meant_by(const std::string& wrong, const CLI::App& app, const CLI::App& command) {
  std::vector<std::string> words;
  if (wrong.starts_with("-")) {
    for (const CLI::Option* option : command.get_options()) {
      for (const std::string& name : option->get_lnames()) words.push_back("--" + name);
    }
  } else {
    for (const CLI::App* each : app.get_subcommands([](const CLI::App*) { return true; }))
      words.push_back(each->get_name());
  }
  const std::string bare = wrong.substr(0, wrong.find('='));
  return nearest(bare, words);
}

/// Options of a preset that the user's own make idle go without a word.
void drop_idle(settings& chosen, const CLI::App& command) {
  if (command.count("--beta2") == 0 && !chosen.optimizer.starts_with("adam")) chosen.beta2.reset();
  if (command.count("--warm-up") == 0 && (chosen.schedule == "constant" || chosen.schedule == "step"))
    chosen.warm_up.reset();
}

}  // namespace

int main(int argc, char** argv) {
  settings chosen;
  CLI::App app(
      "Trains networks on MNIST with an activation that is one line of mathematics.\n"
      "Options without a command are those of train. Exit status: 0 done, 1 failed, 2 wrong usage, 3 data that cannot "
      "be "
      "used, 4 diverged, 130 interrupted (saved, with --checkpoint).");
  app.name("mnist");
  app.require_subcommand(1);
  std::map<std::string, action> actions;
  CLI::App& train = *app.add_subcommand("train", "train a network");
  actions["train"] = add_train(train, chosen);
  actions["eval"] = add_eval(*app.add_subcommand("eval", "loss, accuracy and confusions of a trained network"));
  actions["predict"] = add_predict(*app.add_subcommand("predict", "tell the digits in pictures"));
  CLI::App& summary = *app.add_subcommand("summary", "layers, sizes, formulas of a network, trained or to be trained");
  actions["summary"] = add_summary(summary, chosen);
  CLI::App& sweep = *app.add_subcommand("sweep", "train every activation under equal conditions and compare");
  actions["sweep"] = add_sweep(sweep, chosen);
  actions["export"] = add_export(*app.add_subcommand("export", "write a trained network for other programs"));
  actions["inspect"] = add_inspect(*app.add_subcommand("inspect", "what is in a .safetensors file"));

  std::vector<std::string> arguments(argv + 1, argv + argc);
  const bool asks_for_help = !arguments.empty() && (arguments[0] == "--help" || arguments[0] == "-h");
  if (arguments.empty() || (arguments[0].starts_with("-") && !asks_for_help))
    arguments.insert(arguments.begin(), "train");
  std::reverse(arguments.begin(), arguments.end());  // as CLI11 wants them
  const CLI::App* command = &app;
  try {
    auto parsed = arguments;
    app.parse(parsed);
    command = app.get_subcommands().front();
    if (!chosen.preset.empty()) {
      chosen = preset(chosen.preset);
      app.clear();
      app.parse(parsed = arguments);
      drop_idle(chosen, *command);
    }
    return actions.at(command->get_name())();
  } catch (const CLI::CallForHelp& help) {
    return app.exit(help);
  } catch (const CLI::ExtrasError&) {
    const auto* const at = app.get_subcommands().empty() ? &app : app.get_subcommands().front();
    const std::vector<std::string> extras = app.remaining(true);
    const std::string wrong = extras.empty() ? "an argument" : extras.front();
    return refuse(wrong_usage, wrong + ": unknown; the nearest are " + meant_by(wrong, app, *at) + "; see --help");
  } catch (const CLI::ParseError& error) {
    if (!arguments.empty() && app.get_subcommands().empty())
      return refuse(wrong_usage, arguments.back() + ": unknown; the nearest are " +
                                     meant_by(arguments.back(), app, app) + "; see --help");
    return refuse(wrong_usage, std::string(error.what()) + "; see --help");
  } catch (const usage_error& error) {
    return refuse(wrong_usage, error.what());
  } catch (const ogive::nn::data_error& error) {
    return refuse(wrong_data, error.what());
  } catch (const ogive::nn::training_error& error) {
    return refuse(diverged, error.what());
  } catch (const std::invalid_argument& error) {
    return refuse(wrong_usage, error.what());
  } catch (const std::exception& error) {
    return refuse(failed, error.what());
  }
}
