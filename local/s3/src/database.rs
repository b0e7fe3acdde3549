//! The tables of the database.

use local_kit::Schema;

const TABLES: &str = "
create table bucket(name text primary key, created integer not null) strict, without rowid;
create table object(
    bucket text not null references bucket(name), key text not null,
    size integer not null, etag text not null, blob text not null, modified integer not null,
    content text not null, tags text not null, checksum text not null,
    primary key(bucket, key)) strict, without rowid;
create index object_blob on object(blob);
create table upload(
    id text primary key, bucket text not null references bucket(name) on delete cascade, key text not null,
    content text not null, tags text not null, checksum text not null) strict, without rowid;
create table part(
    upload text not null references upload(id) on delete cascade, number integer not null,
    size integer not null, md5 text not null, blob text not null, modified integer not null, checksum text not null,
    primary key(upload, number)) strict, without rowid;
create index part_blob on part(blob);
create table notification(
    bucket text primary key references bucket(name) on delete cascade,
    prefix text not null, suffix text not null) strict, without rowid;
create table notice(
    id integer primary key autoincrement, bucket text not null, key text not null,
    size integer not null, etag text not null, cause text not null, created integer not null) strict;
";

/// Version 2: objects come by PutObject alone and have no tags. The bytes of parts that were never put together go with the next orphans.
const ONLY_PUTS: &str = "
drop table part;
drop table upload;
alter table object drop column tags;
alter table notification drop column prefix;
alter table notification drop column suffix;
alter table notice drop column cause;
";

/// Version 3: objects come in parts too, and are tagged by who looks at them.
const PARTS_AND_TAGS: &str = "
create table upload(
    id text primary key, bucket text not null references bucket(name) on delete cascade, key text not null,
    content text not null, checksum text not null) strict, without rowid;
create table part(
    upload text not null references upload(id) on delete cascade, number integer not null,
    size integer not null, md5 text not null, blob text not null, modified integer not null, checksum text not null,
    primary key(upload, number)) strict, without rowid;
create index part_blob on part(blob);
alter table object add column tags text not null default '[]';
alter table notice add column cause text not null default 'ObjectCreated:Put';
";

pub(crate) const SCHEMA: Schema = Schema::new("S3", &[TABLES, ONLY_PUTS, PARTS_AND_TAGS]);

#[cfg(test)]
pub(crate) const FIRST: Schema = Schema::new("S3", &[TABLES]);
