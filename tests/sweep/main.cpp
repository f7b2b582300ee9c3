// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// The exhaustive sweep: every float through every function of the language and through value and derivatives of every
// activation. Names go in, a journal and a table of the greatest errors come out. See --help.
#include <atomic>
#include <cstdio>
#include <mutex>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include <CLI/CLI.hpp>

#include "catalogue/table.hpp"
#include "sweep/journal.hpp"
#include "sweep/naive.hpp"
#include "sweep/table.hpp"
#include "sweep/tasks.hpp"

using namespace ogive::sweep;

namespace {

struct options {
  std::vector<std::string> names;
  std::string journal = "sweep.journal", csv;
  extent how_much;
  unsigned threads = std::max(1U, std::thread::hardware_concurrency());
  bool resume = false, functions_only = false, naive = false, list = false;
};

std::vector<subject> chosen_subjects(const options& o) {
  std::vector<subject> all = o.naive ? naive_subjects() : elementary_subjects();
  if (!o.naive && !o.functions_only && o.how_much.doubles == 0) {
    for (subject& s : catalogue_subjects()) all.push_back(std::move(s));
  }
  const auto is_named = [](const std::string& name) { return [&](const subject& s) { return s.label() == name; }; };
  for (const std::string& name : o.names) {
    if (std::none_of(all.begin(), all.end(), is_named(name)))
      throw std::runtime_error("sweep: " + name + " is not swept; --list lists what is");
  }
  if (!o.names.empty())
    std::erase_if(all, [&](const subject& s) { return std::count(o.names.begin(), o.names.end(), s.label()) == 0; });
  return all;
}

/// Runs what the journal does not have.
void run_tasks(std::vector<task>& tasks, journal& found, unsigned threads) {
  std::mutex lock;
  std::atomic<std::size_t> next = 0;
  const auto work = [&] {
    for (std::size_t i; (i = next++) < tasks.size();) {
      if (const std::lock_guard guard(lock); found.has(tasks[i].name)) continue;
      const std::vector<finding> f = tasks[i].run();
      tasks[i].run = {};  // the last task of a sweeper frees it
      const std::lock_guard guard(lock);
      found.add(tasks[i].name, f);
    }
    mpfr_free_cache();
  };
  std::vector<std::thread> others;
  for (unsigned k = 1; k < threads; ++k) others.emplace_back(work);
  work();
  for (std::thread& t : others) t.join();
}

int run(const options& o) {
  const std::vector<subject> subjects = chosen_subjects(o);
  if (o.list) {
    for (const subject& s : subjects) std::printf("%s\n", s.label().c_str());
    return 0;
  }
  const extent& e = o.how_much;
  const bool of_double = e.doubles != 0;
  journal found(o.journal,
                "program " + fingerprint() + ", " + isa() + ", " + compiler() + ", " +
                    (of_double ? std::to_string(e.doubles) + " doubles"
                               : "stride " + std::to_string(e.stride) + ", checks " + std::to_string(e.checks)),
                o.resume);
  std::vector<task> tasks;
  for (const subject& s : subjects) {
    for (task& t : tasks_of(s, e)) tasks.push_back(std::move(t));
  }
  run_tasks(tasks, found, o.threads);

  table results(of_double);
  for (const task& t : tasks) results.add(*t.of, t.setting, t.of_reference, found.of(t.name));
  std::printf("%s\n", table::heading().c_str());
  for (const table::row& r : results.rows()) std::printf("%s\n", results.line(r).c_str());
  if (!o.csv.empty()) renew_maxima(o.csv, results.maxima());
  return results.all_within() ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app{"Sweeps every float through every function, and judges each result. 0 if all are within their bounds.",
               "sweep"};
  options o;
  app.add_option("names", o.names, "what to sweep, as --list has it; all if nothing is named");
  app.add_option("--stride", o.how_much.stride, "one float of so many, at a random place")->capture_default_str();
  app.add_option("--checks", o.how_much.checks, "points at which the fast reference is compared with MPFR")
      ->capture_default_str();
  app.add_option("--rows", o.how_much.rows, "random rows of a formula over rows")->capture_default_str();
  app.add_option("--double", o.how_much.doubles, "sweep the functions in double, at so many random points");
  app.add_flag("--functions", o.functions_only, "the functions of the language only");
  app.add_flag("--naive", o.naive, "sweep the naive forms of tests/laws/naive_forms.hpp instead");
  app.add_option("--threads", o.threads, "how many")->capture_default_str();
  app.add_option("--journal", o.journal, "the file of what is done")->capture_default_str();
  app.add_flag("--resume", o.resume, "continue the journal, if it is of this very program and extent");
  app.add_option("--csv", o.csv, "the table to bring up to date: rows of this processor and compiler");
  app.add_flag("--list", o.list, "list the names");
  CLI11_PARSE(app, argc, argv);
  try {
    return run(o);
  } catch (const std::exception& e) {
    std::fprintf(stderr, "%s\n", e.what());
    return 2;
  }
}
