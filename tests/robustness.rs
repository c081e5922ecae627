//! Hostile and huge input: nothing panics, and time grows with the size, not with its square.

use distroless_tests::{check, options, reports};
use proptest::prelude::{any, prop, proptest};
use proptest::strategy::Strategy;
use std::time::{Duration, Instant};

mod random;

/// Analyses and renders in every format.
fn everything(source: &str) -> usize {
    reports(source).iter().map(String::len).sum()
}

/// Makes a text of about so many bytes.
type Construct = fn(usize) -> String;

const CONSTRUCTS: &[(&str, Construct)] = &[
    ("secrets that are removed again", |size| {
        (0..size / 60).fold("FROM debian:13\n".to_owned(), |out, at| {
            out + &format!("COPY id_rsa /k{at}/id_rsa\nRUN x\nRUN rm /k{at}/id_rsa\n")
        }) + "CMD /x\n"
    }),
    ("secrets by arguments", |size| {
        (0..size / 40).fold("FROM debian:13\n".to_owned(), |out, at| {
            out + &format!("ARG T{at}_TOKEN\nRUN x $T{at}_TOKEN\n")
        }) + "CMD /x\n"
    }),
    ("bases that are not maintained", |size| {
        (0..size / 60).fold(String::new(), |out, at| {
            let copy = if at > 0 {
                format!("COPY --from=s{} a /b\n", at - 1)
            } else {
                String::new()
            };
            out + &format!("FROM python:3.6-stretch AS s{at}\n{copy}")
        }) + "CMD /x\n"
    }),
    ("one long continuation", |size| {
        format!("FROM a:1\nRUN x{}", " \\\n y".repeat(size / 5))
    }),
    ("stages", |size| {
        (0..size / 20).fold(String::new(), |out, at| {
            out + &format!("FROM a:1 AS s{at}\n")
        })
    }),
    ("a chain of stages", |size| {
        (0..size / 40).fold("FROM scratch AS s0\n".to_owned(), |out, at| {
            out + &format!("FROM s{at} AS s{}\nCOPY a /b{at}\n", at + 1)
        }) + "CMD /x\n"
    }),
    ("targets on a chain", |size| {
        let half = size / 60;
        let chain = (0..half).fold("FROM scratch AS s0\n".to_owned(), |out, at| {
            out + &format!("FROM s{at} AS s{}\nCOPY a /b\n", at + 1)
        });
        (0..half).fold(chain, |out, _| out + &format!("FROM s{half}\nCMD /x\n"))
    }),
    ("targets that start as users of a chain", |size| {
        let half = size / 160;
        let chain = (0..half).fold("FROM debian:13 AS s0\n".to_owned(), |out, at| {
            out + &format!(
                "FROM s{at} AS s{}\nRUN useradd -u {at} u{at}\nEXPOSE 80\nCOPY a /b\n",
                at + 1
            )
        });
        (0..half).fold(chain, |out, at| {
            out + &format!("FROM s{half}\nUSER u{at}\nENTRYPOINT [\"/x\"]\n")
        })
    }),
    ("targets that are built in a chain", |size| {
        let half = size / 120;
        let chain = (0..half).fold(
            "FROM golang:1.27 AS s0\nRUN go build\n".to_owned(),
            |out, at| out + &format!("FROM s{at} AS s{}\nCOPY --from=s0 / /\n", at + 1),
        );
        (0..half).fold(chain, |out, _| {
            out + &format!("FROM s{half}\nCOPY --from=s{half} / /\nENTRYPOINT [\"/x\"]\n")
        })
    }),
    ("targets on a bare image", |size| {
        let half = size / 110;
        let chain = (0..half).fold(
            "FROM gcr.io/distroless/static-debian13 AS s0\n".to_owned(),
            |out, at| {
                out + &format!(
                    "FROM s{at} AS s{}\nCOPY --from=busybox /bin/sh /b\n",
                    at + 1
                )
            },
        );
        (0..half).fold(chain, |out, _| {
            out + &format!("FROM s{half}\nUSER 1\nENTRYPOINT [\"/x\"]\n")
        })
    }),
    ("caches that are deleted", |size| {
        let all = (0..size / 40).fold(String::new(), |out, at| {
            out + &format!(" && rm -rf /var/lib/apt/lists/{at}")
        });
        format!("FROM debian:13 AS a\nRUN x{all}\nFROM scratch\nCOPY --from=a /x /x\n")
    }),
    ("copies from each other", |size| {
        (0..size / 60).fold("FROM scratch AS s0\n".to_owned(), |out, at| {
            out + &format!(
                "FROM scratch AS s{}\nCOPY --from=s{at} /a /a\nCMD [\"/a/b\"]\n",
                at + 1
            )
        })
    }),
    ("steps without a shell", |size| {
        format!("FROM scratch\n{}", "RUN x\n".repeat(size / 6))
    }),
    ("copies before each step", |size| {
        format!(
            "FROM scratch\n{}",
            "COPY a /b\nRUN [\"x\"]\n".repeat(size / 21)
        )
    }),
    ("variables", |size| {
        (0..size / 24).fold("FROM a:1\n".to_owned(), |out, at| {
            out + &format!("ENV A{at}=$A{}x\n", at.saturating_sub(1))
        })
    }),
    ("growing variables", |size| {
        format!(
            "FROM a:1\nENV A=xxxxxxxx\n{}",
            "ENV A=$A$A\n".repeat(size / 11)
        )
    }),
    ("nested quotes", |size| {
        format!("FROM a:1\nRUN {}", "\"'".repeat(size / 2))
    }),
    ("nested substitutions", |size| {
        format!("FROM a:1\nRUN {}", "$(".repeat(size / 2))
    }),
    ("nested groups", |size| {
        format!("FROM a:1\nHEALTHCHECK CMD {}", "(".repeat(size))
    }),
    ("a heredoc", |size| {
        format!("FROM a:1\nRUN <<E\n{}E\n", "echo x\n".repeat(size / 7))
    }),
    ("heredocs without an end", |size| {
        format!("FROM a:1\n{}", "RUN <<E\n".repeat(size / 8))
    }),
    ("a long array", |size| {
        format!("FROM scratch\nCMD [\"/a\"{}]\n", ",\"$A\"".repeat(size / 5))
    }),
    ("backslashes", |size| {
        format!("FROM a:1\n{}", "\\\n".repeat(size / 2))
    }),
    ("comments that silence", |size| {
        format!(
            "FROM a:1\n{}",
            "# distroless-check: ignore[self-copy]\n".repeat(size / 38)
        )
    }),
    ("names that repeat", |size| {
        format!("{}CMD x\n", "FROM a:1 AS a\n".repeat(size / 14))
    }),
    ("unknown names", |size| {
        (0..size / 30).fold("FROM a:1 AS aaaa\n".to_owned(), |out, at| {
            out + &format!("COPY --from=aaab{at} / /\n")
        })
    }),
    ("control characters", |size| {
        format!("FROM a:1\nRUN {}", "\u{0}\u{1b}\u{202e}\r".repeat(size / 6))
    }),
];

#[test]
fn time_grows_with_the_size() {
    // The larger text is 8 times the smaller one; an algorithm that squares takes 64 times as long.
    const SMALL: usize = 12_000;
    const FACTOR: usize = 8;
    const LIMIT: f64 = 40.0;
    // Below this, noise is larger than what is measured.
    const FLOOR: Duration = Duration::from_millis(4);
    for (name, construct) in CONSTRUCTS {
        let (small, large) = (construct(SMALL), construct(SMALL * FACTOR));
        let time = |text: &str| {
            let rounds = (0..2).map(|_| {
                let start = Instant::now();
                std::hint::black_box(everything(text));
                start.elapsed()
            });
            rounds.min().unwrap_or_default()
        };
        let (short, long) = (time(&small).max(FLOOR), time(&large));
        let ratio = long.as_secs_f64() / short.as_secs_f64();
        println!("{name:<28} {short:>10.1?} {long:>10.1?} {ratio:>6.1}");
        assert!(
            ratio < LIMIT,
            "{name}: {FACTOR} times the text took {ratio:.1} times as long"
        );
    }
}

proptest! {
    #![proptest_config(random::cases(192))]

    #[test]
    fn any_text_is_survived(text in any::<String>()) {
        everything(&text);
    }

    #[test]
    fn anything_like_a_dockerfile_is_survived(text in dockerfile()) {
        everything(&text);
    }
}

/// Lines of words that mean something, in any order.
fn dockerfile() -> impl Strategy<Value = String> {
    const WORDS: &[&str] = &[
        "FROM",
        "COPY",
        "RUN",
        "CMD",
        "ENTRYPOINT",
        "HEALTHCHECK",
        "ENV",
        "ARG",
        "USER",
        "WORKDIR",
        "SHELL",
        "ONBUILD",
        "scratch",
        "debian:13",
        "gcr.io/distroless/nodejs24",
        "python:3.10-slim",
        "AS",
        "a",
        "b",
        "--from=a",
        "--from=0",
        "--from=b",
        "--mount=from=a,target=/x",
        "--platform=$P",
        "/",
        "/app",
        ".",
        "[\"node\",",
        "\"$X\"]",
        "[\"/a\"]",
        "$A",
        "${A:-b}",
        "A=$A",
        "A=1",
        "<<E",
        "E",
        "\\",
        "#",
        "# escape=`",
        "# distroless-check: ignore[self-copy]",
        "CMD [\"sh\"]",
        "NONE",
        "go build",
        "npm run build",
        "&&",
        "|",
        "$(",
        "'",
        "\"",
        "é",
        "\u{202e}",
        "root",
        "0",
    ];
    let word = prop::sample::select(WORDS);
    let line = prop::collection::vec(word, 1..6).prop_map(|words| words.join(" "));
    prop::collection::vec(line, 1..14).prop_map(|lines| lines.join("\n"))
}

#[test]
fn a_comment_that_names_a_rule_a_thousand_times_is_told_of_in_short() {
    let names = vec!["exec-form-required"; 1_000].join(", ");
    let source = format!("# distroless-check: ignore[{names}]\nFROM scratch\nCMD [\"/x\"]\n");
    let found = check(
        "Dockerfile",
        &source,
        &options(&["exec-form-required", "unused-ignore"]),
    )
    .findings;
    assert_eq!(found.len(), 1);
    assert!(
        found.iter().all(|finding| finding.message.len() < 2_100),
        "{}",
        found[0].message.len()
    );
}
