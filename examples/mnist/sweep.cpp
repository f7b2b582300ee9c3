// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
#include <algorithm>
#include <atomic>
#include <cmath>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <system_error>
#include <thread>
#include <vector>

#include <nlohmann/json.hpp>

#include <ogive/nn/file.hpp>
#include <ogive/nn/gradient_flow.hpp>
#include <ogive/nn/trainer.hpp>

#include "mnist/commands.hpp"
#include "mnist/history.hpp"
#include "mnist/model.hpp"
#include "mnist/report.hpp"
#include "mnist/statistics.hpp"
#include "mnist/training.hpp"

namespace mnist {
namespace {

namespace nn = ogive::nn;

struct sweep_options {
  std::vector<std::string> activations{};
  std::string directory = "sweep";
  std::size_t jobs = 0;
};

/// One activation with one seed.
struct sweep_result {
  std::string activation{};
  std::uint64_t seed = 0;
  bool has_diverged = false;
  double accuracy = 0, loss = 0, seconds = 0, dead = 0, saturated = 0;
};

nlohmann::json line_of(const sweep_result& r, const nlohmann::json& conditions) {
  return {{"activation", r.activation}, {"seed", r.seed},       {"diverged", r.has_diverged},
          {"accuracy", r.accuracy},     {"loss", r.loss},       {"dead", r.dead},
          {"saturated", r.saturated},   {"seconds", r.seconds}, {"conditions", conditions}};
}

sweep_result result_in(const nlohmann::json& line) {
  return {line.at("activation").get<std::string>(),
          line.at("seed").get<std::uint64_t>(),
          line.at("diverged").get<bool>(),
          line.at("accuracy").get<double>(),
          line.at("loss").get<double>(),
          line.at("seconds").get<double>(),
          line.at("dead").get<double>(),
          line.at("saturated").get<double>()};
}

/// What earlier sweeps have found.
struct journal {
  std::string text{};                   ///< its whole lines
  bool has_cut_line = false;            ///< is there another, that was not written to its end?
  std::vector<sweep_result> results{};  ///< of those under the same conditions
};

journal read_journal(const std::string& file, const nlohmann::json& conditions) {
  journal found;
  std::ifstream in(file, std::ios::binary);
  for (std::string line; std::getline(in, line);) {
    const nlohmann::json read = nlohmann::json::parse(line, nullptr, false);
    if (in.eof() || !read.is_object()) {
      found.has_cut_line = true;
      continue;
    }
    found.text.append(line).append("\n");
    try {
      if (read.value("conditions", nlohmann::json()) == conditions) found.results.push_back(result_in(read));
    } catch (const nlohmann::json::exception&) {
      // a line of something else: it is kept, and trained anew
    }
  }
  return found;
}

sweep_result train_once(settings chosen, const std::string& activation, const nn::image_sets& sets,
                        bool& was_interrupted) {
  chosen.activation = activation;
  sweep_result result{.activation = activation, .seed = chosen.seed};
  try {
    const outcome trained = train(chosen, sets, true);
    was_interrupted = trained.was_interrupted;
    if (was_interrupted) return result;
    result.accuracy = trained.seen.sum.accuracy();
    result.loss = trained.seen.sum.mean_loss();
    result.seconds = trained.seconds;
    const auto flow = nn::measure_flow(trained.net, sets.test, 1000);
    for (std::size_t i = 0; i + 1 < flow.size(); ++i) {
      result.dead += flow[i].dead / static_cast<double>(flow.size() - 1);
      result.saturated += flow[i].saturated / static_cast<double>(flow.size() - 1);
    }
  } catch (const nn::training_error&) {
    result.has_diverged = true;
  }
  return result;
}

std::vector<sweep_row> rows_of(const std::vector<sweep_result>& results) {
  std::map<std::string, std::vector<sweep_result>> by_name;
  for (const sweep_result& each : results) by_name[each.activation].push_back(each);
  std::vector<sweep_row> rows;
  for (const auto& [name, runs] : by_name) {
    sweep_row row{.activation = name, .runs = runs.size()};
    std::vector<double> accuracies, seconds;
    for (const sweep_result& each : runs) {
      if (each.has_diverged) {
        ++row.diverged;
        continue;
      }
      accuracies.push_back(100 * each.accuracy);
      seconds.push_back(each.seconds);
      row.dead += each.dead;
      row.saturated += each.saturated;
    }
    if (!accuracies.empty()) {
      row.accuracy = mean_of(accuracies);
      row.seconds = mean_of(seconds);
      row.dead /= static_cast<double>(accuracies.size());
      row.saturated /= static_cast<double>(accuracies.size());
    }
    rows.push_back(row);
  }
  std::stable_sort(rows.begin(), rows.end(),
                   [](const sweep_row& a, const sweep_row& b) { return a.accuracy.mean > b.accuracy.mean; });
  return rows;
}

void write_table(const std::string& file, const std::vector<sweep_row>& rows) {
  std::string text = "activation,runs,diverged,accuracy,half_width_95,seconds,dead,saturated\n";
  for (const sweep_row& r : rows) {
    char line[160];
    std::snprintf(line, sizeof line, ",%zu,%zu,%.3f,%s,%.3f,%.4f,%.4f\n", r.runs, r.diverged, r.accuracy.mean,
                  std::isfinite(r.accuracy.half_width) ? std::to_string(r.accuracy.half_width).c_str() : "",
                  r.seconds.mean, r.dead, r.saturated);
    text.append(r.activation).append(line);
  }
  nn::replace_file(file, text);
}

void print(const std::vector<sweep_row>& rows) {
  std::printf("%-18s %10s %8s %9s %7s %10s\n", "activation", "accuracy", "±", "seconds", "dead", "saturated");
  for (const sweep_row& r : rows) {
    if (r.diverged == r.runs) {
      std::printf("%-18s   diverged\n", r.activation.c_str());
      continue;
    }
    std::printf("%-18s %8.2f %% ", r.activation.c_str(), r.accuracy.mean);
    if (std::isfinite(r.accuracy.half_width)) std::printf("%8.2f", r.accuracy.half_width);
    else std::printf("%8s", "-");
    std::printf(" %9.2f %5.1f %% %8.1f %%%s\n", r.seconds.mean, 100 * r.dead, 100 * r.saturated,
                r.diverged == 0 ? "" : ("  (" + std::to_string(r.diverged) + " diverged)").c_str());
  }
}

exit_status sweep(const settings& chosen, const sweep_options& options) {
  const nn::image_sets sets = load_sets(chosen);
  std::error_code error;
  std::filesystem::create_directories(options.directory, error);
  if (error) throw nn::data_error(options.directory + ": " + error.message() + "; give a directory that can be made");
  nlohmann::json conditions = to_json(chosen);
  for (const char* const free : {"activation", "seed"}) conditions.erase(free);
  conditions["data"] = identity_of(sets);
  const std::string file = options.directory + "/sweep.jsonl";
  journal before = read_journal(file, conditions);

  struct task {
    std::string activation;
    std::uint64_t seed;
    bool operator==(const task&) const = default;
  };
  std::vector<task> wanted;
  for (std::size_t k = 0; k != chosen.seeds; ++k) {
    for (const std::string& name : options.activations) {
      const task one{name, chosen.seed + k};
      if (std::find(wanted.begin(), wanted.end(), one) == wanted.end()) wanted.push_back(one);
    }
  }
  std::vector<sweep_result> results;
  std::vector<task> tasks;
  for (const task& one : wanted) {
    const auto known = std::find_if(before.results.begin(), before.results.end(), [&](const sweep_result& each) {
      return each.activation == one.activation && each.seed == one.seed;
    });
    if (known == before.results.end()) tasks.push_back(one);
    else results.push_back(*known);
  }
  if (before.has_cut_line) nn::replace_file(file, before.text);
  line_file lines;
  lines.open_at_end(file);  // the lines of other conditions stay

  std::atomic<std::size_t> next{0};
  std::atomic<bool> is_over{false};
  std::mutex guard;
  std::exception_ptr failure;
  const auto work = [&] {
    try {
      for (std::size_t mine = next++; mine < tasks.size() && !is_over; mine = next++) {
        settings one = chosen;
        one.seed = tasks[mine].seed;
        bool was_interrupted = false;
        const sweep_result result = train_once(one, tasks[mine].activation, sets, was_interrupted);
        if (was_interrupted) {
          is_over = true;
          return;
        }
        const std::lock_guard lock(guard);
        results.push_back(result);
        lines.append(line_of(result, conditions).dump());
        if (!chosen.json && !chosen.quiet) {
          std::printf("%3zu/%zu %-18s seed %llu  %6.2f %%  %.2f s\n", results.size(), wanted.size(),
                      result.activation.c_str(), static_cast<unsigned long long>(result.seed), 100 * result.accuracy,
                      result.seconds);
          std::fflush(stdout);
        }
      }
    } catch (...) {
      const std::lock_guard lock(guard);
      failure = std::current_exception();
      is_over = true;
    }
  };
  const std::size_t jobs = options.jobs != 0 ? options.jobs : std::max(1U, std::thread::hardware_concurrency());
  std::vector<std::thread> workers;
  for (std::size_t k = 1; k < std::min(jobs, tasks.size()); ++k) workers.emplace_back(work);
  work();
  for (std::thread& each : workers) each.join();
  if (failure) std::rethrow_exception(failure);

  const std::vector<sweep_row> rows = rows_of(results);
  write_table(options.directory + "/sweep.csv", rows);
  write_sweep_report(options.directory + "/sweep.html", chosen, rows);
  if (is_over) {
    std::fprintf(stderr, "mnist: interrupted; the same command goes on: %s has %zu of %zu trainings\n", file.c_str(),
                 results.size(), wanted.size());
    return interrupted;
  }
  if (chosen.json) {
    nlohmann::json answer = nlohmann::json::array();
    for (const sweep_result& each : results) answer.push_back(line_of(each, conditions));
    std::printf("%s\n", answer.dump(2).c_str());
  } else {
    std::printf("\n");
    print(rows);
    std::printf("\ntable and page: %s/sweep.csv, sweep.html\n", options.directory.c_str());
  }
  return done;
}

}  // namespace

action add_sweep(CLI::App& command, settings& chosen) {
  const auto options = std::make_shared<sweep_options>();
  command
      .add_option("--activations", options->activations,
                  "names, separated by commas; default: all that a layer can have")
      ->expected(-1)
      ->delimiter(',');
  command
      .add_option("--directory", options->directory,
                  "for sweep.jsonl, from which an interrupted sweep goes on, and the results")
      ->capture_default_str();
  command.add_option("--jobs", options->jobs, "trainings at a time; default: one for each processor")
      ->check(whole_number(1, 1'024));
  add_training_options(command, chosen, "ignored: see --activations");
  for (const char* const name : {"--activation", "--per-channel", "--threads", "--checkpoint", "--every", "--resume",
                                 "--save", "--log", "--csv", "--report", "--from", "--freeze", "--reset"})
    command.remove_option(command.get_option(name));
  return [&chosen, options] {
    settings checked = chosen;
    checked.seeds = 1;
    require_agreement(checked);
    if (options->activations.empty()) options->activations = layer_names();
    for (const std::string& name : options->activations) (void)choice_named(name);
    return sweep(chosen, *options);
  };
}

}  // namespace mnist
