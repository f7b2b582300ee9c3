// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Networks with feedback: each image of MNIST is read row by row, 28 steps of 28 pixels, by an Elman, GRU or LSTM cell
// whose pointwise part is one formula. Prints epochs, accuracy, and what passes through each step. Exit status: 0 done,
// 1 diverged, 2 wrong usage, 3 data that cannot be used; without data the help.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include <ogive/activations/catalogue.hpp>
#include <ogive/nn/dataset.hpp>
#include <ogive/nn/recurrent_trainer.hpp>
#include <ogive/print/text.hpp>

namespace {

namespace nn = ogive::nn;
namespace activations = ogive::activations;

struct settings {
  std::string cell = "gru", activation = "tanh", data{};
  std::size_t units = 128, epochs = 0, batch = 64, truncate = 0, threads = 2;
  std::uint64_t seed = 1;
  double rate = 0.002, clip = 1;
};

void print_flow(const std::vector<nn::time_flow>& flow) {
  std::printf("\nstep   hidden state   saturated  dead   gradient\n");
  double greatest = 0;
  for (const nn::time_flow& each : flow) greatest = std::max(greatest, each.gradient);
  for (std::size_t t = 0; t != flow.size(); ++t) {
    // a star for each factor of two above 2⁻³⁰ of the greatest
    const double size = flow[t].gradient > 0 ? 30 + std::log2(flow[t].gradient / greatest) : 0;
    std::printf("%4zu %14.4f %9.1f %% %3.0f %% %10.1e %s\n", t, flow[t].state, 100 * flow[t].saturated,
                100 * flow[t].dead, flow[t].gradient,
                std::string(static_cast<std::size_t>(std::max(0.0, size)), '*').c_str());
  }
}

template <class Cell>
void run(const settings& chosen) {
  const nn::image_sets sets = nn::load_mnist(chosen.data);
  nn::recurrent_network<Cell> net(28, chosen.units, 28, sets.train.classes);
  std::printf("%s: (h%s) = %s\n%zu parameters, batch %zu, seed %llu\n", chosen.cell.c_str(),
              Cell::states == 2 ? ", c" : "", std::string(ogive::text<Cell::formula>).c_str(), net.parameter_count(),
              chosen.batch, static_cast<unsigned long long>(chosen.seed));
  nn::generator random(chosen.seed);
  nn::initialise(net, random);
  const nn::recurrent_options options{.epochs = chosen.epochs,
                                      .batch = chosen.batch,
                                      .seed = chosen.seed,
                                      .threads = chosen.threads,
                                      .schedule = nn::cosine_decay{.warm_up = 0.05},
                                      .clip = chosen.clip,
                                      .truncate = chosen.truncate};
  nn::recurrent_trainer<Cell, float, nn::adam, std::uint8_t> training(net, nn::adam{.rate = chosen.rate}, sets.train,
                                                                      options, random);
  double seconds = 0;
  while (!training.done()) {
    const nn::training_progress& at = training.step();
    if (!training.epoch_is_over()) continue;
    seconds += at.seconds;
    std::printf("epoch %2zu/%zu loss %.4f  accuracy %6.2f %%  %.2f s\n", at.epoch, chosen.epochs, at.sum.mean_loss(),
                100 * at.sum.accuracy(), at.seconds);
    for (const std::string& finding : nn::diagnose(training.flow())) std::printf("  %s\n", finding.c_str());
    std::fflush(stdout);
  }
  print_flow(training.flow());
  std::printf("\ntest accuracy %.2f %% in %.2f s (%zu epochs)\n", 100 * nn::evaluate(net, sets.test).accuracy(),
              seconds, chosen.epochs);
}

template <auto F>
void run_cell(const settings& chosen) {
  if (chosen.cell == "elman") run<nn::elman<F>>(chosen);
  else if (chosen.cell == "gru") run<nn::gru<F>>(chosen);
  else run<nn::lstm<F>>(chosen);
}

int refuse(int status, const char* message) {
  std::fprintf(stderr, "recurrent: %s\n", message);
  return status;
}

}  // namespace

int main(int argc, char** argv) {
  settings chosen;
  CLI::App app("Trains a network with feedback on MNIST, read row by row.");
  app.add_option("--cell", chosen.cell, "elman, gru or lstm")
      ->check(CLI::IsMember({"elman", "gru", "lstm"}))
      ->capture_default_str();
  app.add_option("--activation", chosen.activation, "in place of tanh: tanh or softsign; here stands a line for each")
      ->check(CLI::IsMember({"tanh", "softsign"}))
      ->capture_default_str();
  const auto counted = CLI::Range(1, 1'000'000);
  app.add_option("--units", chosen.units, "of the hidden state")->check(counted)->capture_default_str();
  app.add_option("--epochs", chosen.epochs, "visits of every image; default 10 for elman, 3 for the others")
      ->check(counted);
  app.add_option("--batch", chosen.batch, "images of a step")->check(counted)->capture_default_str();
  app.add_option("--lr", chosen.rate, "learning rate of adam")->check(CLI::PositiveNumber)->capture_default_str();
  app.add_option("--clip", chosen.clip, "greatest norm of all gradients together, 0 for any")
      ->check(CLI::NonNegativeNumber)
      ->capture_default_str();
  app.add_option("--truncate", chosen.truncate, "gradients go back over so many last steps, 0 for all")
      ->check(CLI::NonNegativeNumber)
      ->capture_default_str();
  app.add_option("--threads", chosen.threads, "share the work; the result is the same for any number")
      ->check(counted)
      ->capture_default_str();
  app.add_option("--seed", chosen.seed, "first weights and order of the images")->capture_default_str();
  app.add_option("--data", chosen.data, "directory with the four IDX files; default $MNIST_DIR");
  try {
    app.parse(argc, argv);
  } catch (const CLI::CallForHelp& help) {
    return app.exit(help);
  } catch (const CLI::ParseError& error) {
    return refuse(2, (std::string(error.what()) + "; see --help").c_str());
  }
  if (chosen.epochs == 0) chosen.epochs = chosen.cell == "elman" ? 10 : 3;
  if (chosen.data.empty()) {
    const char* const directory = std::getenv("MNIST_DIR");
    if (directory == nullptr || *directory == '\0') {
      std::printf("no data: pass --data DIR or set MNIST_DIR\n%s", app.help().c_str());
      return 0;
    }
    chosen.data = directory;
  }
  try {
    if (chosen.activation == "tanh") run_cell<activations::tanh>(chosen);
    else run_cell<activations::softsign>(chosen);
  } catch (const nn::data_error& error) {
    return refuse(3, error.what());
  } catch (const nn::training_error& error) {
    return refuse(1, error.what());
  } catch (const std::exception& error) {
    return refuse(2, error.what());
  }
  return 0;
}
